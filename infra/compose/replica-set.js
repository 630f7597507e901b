// For mongosh, in infra/compose.yaml: makes the replica set and the servers' account where they are not there yet.
const root = encodeURIComponent(cat('/run/secrets/mongo-root').trim())
const MEMBERS = ['mongo-1', 'mongo-2', 'mongo-3']

const one = new Mongo(`mongodb://root:${root}@mongo-1/admin?directConnection=true`).getDB('admin')
try {
  one.adminCommand({ replSetGetStatus: 1 })
} catch (error) {
  if (error.codeName !== 'NotYetInitialized') throw error
  const members = MEMBERS.map((host, _id) => ({ _id, host: `${host}:27017` }))
  one.adminCommand({ replSetInitiate: { _id: 'colloque', members } })
  print('The replica set is made.')
}
while (!one.hello().primary) sleep(500)

const set = new Mongo(`mongodb://root:${root}@${MEMBERS.join(',')}/admin?replicaSet=colloque`)
const house = set.getDB('colloque')
const account = { pwd: process.env.COLLOQUE_MONGODB_PASSWORD, roles: [{ role: 'readWrite', db: 'colloque' }] }
if (house.getUser('colloque')) house.updateUser('colloque', account)
else house.createUser({ user: 'colloque', ...account })
print('The servers’ account is there.')

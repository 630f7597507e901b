# Colloque as one image: the server, its packages and the built client. Tags name a release; pin them by digest where
# your registry allows it.
FROM node:24.21.0-trixie-slim AS build
WORKDIR /srv/colloque
ENV CI=true NO_UPDATE_NOTIFIER=1
COPY . .
# The client, from the lockfile; then everything again without what only building needs.
RUN npx --yes pnpm@12.21.0 install --frozen-lockfile \
 && node infra/build-client.mjs \
 && find . -name node_modules -prune -exec rm -rf {} + \
 && npx --yes pnpm@12.21.0 install --frozen-lockfile --prod --filter '@colloque/server...' \
 && rm -rf client/src client/build client/public tests docs node_modules/node-linux-* node_modules/.pnpm/node-linux-*

FROM node:24.21.0-trixie-slim
ENV NODE_ENV=production HOST=0.0.0.0 COLLOQUE_DATA=/var/lib/colloque COLLOQUE_CACHE=/tmp/colloque
WORKDIR /srv/colloque
COPY --from=build /srv/colloque ./
RUN install -d -m 700 -o node -g node /var/lib/colloque /backup
# By number, so that Kubernetes can see that it is not root.
USER 1000:1000
EXPOSE 3000
# SIGTERM reaches the server itself, which sends its people to the others before it ends.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3000/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "server/src/main.ts"]

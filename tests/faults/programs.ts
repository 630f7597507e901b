import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * A program that a row needs beside the npm packages.
 * @param variable of the environment, in which `npm test` tells where it is: '' for nowhere
 * @returns its full path, or '' where this machine has none
 */
export function programPath(variable: string, names: readonly string[]): string {
  const told = process.env[variable]
  if (told !== undefined) return told
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'].filter(Boolean)
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isProgram) ?? ''
}

/** The library of Debian's package `faketime` that moves a process's clock; '' where it is not installed. */
export function clockLibrary(): string {
  const told = process.env['COLLOQUE_TEST_FAKETIME']
  // The package puts its library into a folder of the machine's kind, and a program beside that uses it.
  if (told === '') return ''
  const places = ['x86_64-linux-gnu', 'aarch64-linux-gnu'].map((kind) => `/usr/lib/${kind}/faketime`)
  return places.map((place) => join(place, 'libfaketimeMT.so.1')).find((file) => existsSync(file)) ?? ''
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

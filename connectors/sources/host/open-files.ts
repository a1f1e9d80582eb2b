import type { ReaderOf } from './reader.ts'

/** open_fds: file handles in use, in percent of what the kernel allows. Source: proc(5), /proc/sys/fs/file-nr. */
export const openFiles: ReaderOf = (files) => (report) => {
  const [used, unused, limit] = (files.read('sys/fs/file-nr') ?? '').split(/\s+/).map(Number)
  if (limit > 0) report('open_fds', (100 * (used - unused)) / limit)
}

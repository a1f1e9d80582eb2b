import type { ChildProcess } from 'node:child_process'

/** The first line that a process prints. @throws when it ends without one */
export function firstLineOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout?.on('data', (chunk) => {
      text += String(chunk)
      if (text.includes('\n')) resolve(text.split('\n')[0])
    })
    child.on('error', reject)
    child.on('close', (code) => reject(new Error(`The process has ended (${code}) before it said anything.`)))
  })
}

import { Session } from 'node:inspector/promises'
import { writeFileSync } from 'node:fs'
import { senseStage } from '../../streams/sense/sense-stage.ts'
import { openInstallation } from '../app/open-installation.ts'
import { spent } from './support/cpu.ts'
import { fillLog } from './support/fill-log.ts'
import { runTasks } from './support/run-tasks.ts'
import { inScratchFolder } from './support/scratch-folder.ts'
const frames = Number(process.argv[2] ?? 400000), sources = 200
const fleet = { sources, metrics: 50, everyMs: 15_000, from: 1_700_000_000_000 }
for (let round = 0; round < Number(process.argv[3] ?? 2); round++)
await inScratchFolder(async (folder) => {
  const installation = await openInstallation(folder, [senseStage])
  await fillLog(installation.log, installation.codec, fleet, 0, frames)
  const s = new Session(); 
  if (process.argv[4]) { s.connect(); await s.post('Profiler.enable'); await s.post('Profiler.setSamplingInterval', { interval: 200 }); await s.post('Profiler.start') }
  const result = await spent(() => runTasks(senseStage, installation, ({ positions: [position] }) => position >= frames))
  if (process.argv[4]) { const { profile } = await s.post('Profiler.stop'); writeFileSync(`/tmp/mb/run.${round}.cpuprofile`, JSON.stringify(profile)); s.disconnect() }
  await installation.log.close()
  console.log((frames * 50 / result.cpuSeconds / 1e6).toFixed(2), 'M/CPU s', (frames * 50 / result.wallSeconds / 1e6).toFixed(2), 'M/s wall', result)
})

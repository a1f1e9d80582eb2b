import type { Judgement } from '../../prove/judge.ts'

/**
 * Prints what was compared and what was found.
 * @returns whether the proof holds
 */
export function tellJudgement({ comparisons, tasks, audit, undisturbed, complaints }: Judgement, load: string): boolean {
  for (const { name, count, hash, equal, missing, doubled, different } of comparisons) {
    const differing = `DIFFERENT (${undisturbed[name].count}): ${missing} missing, ${doubled} doubled, ${different} different`
    const found = { bytes: 'equal', set: 'equal as a set', 'not compared': 'order is chance', no: differing }[equal]
    console.log(`${name.padEnd(24)} ${String(count).padStart(8)} ${hash} ${found}`)
  }
  for (const { task, epochs, states, bases, verified, fromBases } of tasks) {
    console.log(
      `${task}: ${epochs} epochs, ${states} states; ${verified} outputs verified, ${fromBases} from each of ${bases} bases on`,
    )
  }
  console.log(`audit: ${audit.entries} entries under ${audit.heads} signed heads`)
  for (const complaint of complaints) console.log(`  ${complaint}`)
  console.log(`${load}: ${complaints.length === 0 ? 'nothing is missing, nothing is doubled' : 'the proof has FAILED'}`)
  return complaints.length === 0
}

import { type CommandFactory, command } from '../command.ts'
import { prometheusCommand } from '../connect/prometheus-command.ts'
import { scrapeCommand } from '../connect/scrape-command.ts'

export const create: CommandFactory = (context) =>
  command(
    'connect',
    'look at a system that measures already, and propose what to watch',
    'connect prometheus http://localhost:9090',
  )
    .addCommand(prometheusCommand(context))
    .addCommand(scrapeCommand(context))

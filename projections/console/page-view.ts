import type { Page } from './load-page.ts'
import { html, type Markup } from './shared/html.js'
import type { Choice, Facts } from './shared/shapes.ts'
import { chartsView } from './shared/views/charts.js'
import { partsView } from './shared/views/parts.js'
import { problemView } from './shared/views/problem.js'
import { signalCard } from './shared/views/signal-card.js'
import { signalsList } from './shared/views/signals-list.js'
import { sourcesList } from './shared/views/sources-list.js'
import { tilesView } from './shared/views/tiles.js'

/** The whole document. Each region is the same markup that the browser later keeps up to date. */
export function pageView({ choice, overview, charts, signal }: Page, facts: Facts): Markup {
  const shown: Choice = { ...choice, source: 'value' in charts ? charts.value?.source.source : choice.source }
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Homeostat</title>
<link rel="icon" href="/console/style/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/console/uPlot.min.css">
${styles.map(
  (name) => html`<link rel="stylesheet" href="/console/style/${name}.css">
`,
)}
<script src="/console/uPlot.iife.min.js" defer></script>
<script src="/console/browser/main.js" type="module"></script>
</head>
<body data-learn-samples="${facts.learnSamples}" data-version="${facts.version}">
<a class="skip" href="#signals">Skip to the signals</a>
<header class="top">
  <h1><a href="/">Homeostat</a></h1>
  <p class="live" id="live" data-state="still">as of loading</p>
  <nav aria-label="More"><a href="/docs">API</a> <a href="/metrics">Metrics</a></nav>
</header>
<p id="banner" role="alert" hidden></p>
<p id="said" class="unseen" aria-live="polite"></p>
<main>
  <dl class="tiles" id="tiles">${tilesView(overview, facts)}</dl>
  <section class="side" aria-labelledby="signals-title">
    <h2 class="title" id="signals-title">Signals</h2>
    <div class="scroll" id="signals" tabindex="-1">${signalsList(overview, choice, facts)}</div>
  </section>
  <section class="side" aria-labelledby="sources-title">
    <form class="bar" role="search" method="get" action="/">
      <h2 id="sources-title">Sources</h2>
      <input id="filter" name="filter" type="search" value="${choice.filter}" placeholder="filter ( / )" aria-label="Filter sources by name" autocomplete="off" maxlength="200">
    </form>
    <div class="scroll" id="sources">${sourcesList(overview, shown, facts)}</div>
  </section>
  <section class="wide" id="charts" aria-label="Series">${
    'value' in charts ? chartsView(charts.value, shown, facts, overview.at) : problemView(charts.problem)
  }</section>
  <section class="side" aria-labelledby="parts-title">
    <h2 class="title" id="parts-title">Who watches</h2>
    <div class="scroll" id="parts">${partsView(overview)}</div>
  </section>
</main>
<dialog id="signal" aria-labelledby="signal-title" ${signal !== undefined && html`open`}>${
    signal !== undefined && ('value' in signal ? signalCard(signal.value, choice, overview.at) : problemView(signal.problem))
  }</dialog>
<footer>Homeostat ${facts.version}. <kbd>/</kbd> filters sources, <kbd>↑</kbd> <kbd>↓</kbd> walk through a list, <kbd>Enter</kbd> opens, <kbd>Esc</kbd> closes.</footer>
</body>
</html>
`
}

const styles = ['colours', 'page', 'lists', 'charts', 'dialog']

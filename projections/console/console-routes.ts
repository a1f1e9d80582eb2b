import type { FastifyReply, FastifyRequest } from 'fastify'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import { acceptsGzip } from '../api/compress.ts'
import type { Api } from '../api/type-provider.ts'
import { type Asset, readAssets } from './assets.ts'
import { loadPage } from './load-page.ts'
import { pageView } from './page-view.ts'
import { pageHeaders } from './security.ts'
import { readChoice } from './shared/choice.js'
import { textOf } from './shared/html.js'
import type { Facts } from './shared/shapes.ts'

/** The page for people: `/` with everything already in it, and the files that keep it up to date in a browser. */
export function consoleRoutes(api: Api, facts: Facts): void {
  let assets: Promise<ReadonlyMap<string, Asset>> | undefined

  api.get('/', { schema: { hide: true } }, async (request, reply) => {
    const choice = readChoice(new URLSearchParams(request.url.split('?')[1] ?? ''))
    const page = await loadPage(api, request.headers, choice)
    reply.headers(pageHeaders).header('cache-control', 'no-store').type('text/html; charset=utf-8')
    return textOf(pageView(page, facts))
  })

  api.get('/console/*', { schema: { hide: true } }, async (request, reply) => {
    assets ??= readAssets()
    const path = request.url.split('?')[0] ?? ''
    const asset = (await assets).get(path)
    if (asset === undefined) throw new HomeostatError('HS_NOT_FOUND', { value: path.slice(0, 200) })
    return sendAsset(asset, request, reply)
  })
}

/** A browser asks each time whether a file is still the same: a new version shows at once, and the answer is short. */
function sendAsset(asset: Asset, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.headers({ 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff', vary: 'accept-encoding', etag: asset.etag })
  if (request.headers['if-none-match'] === asset.etag) return reply.code(304).send()
  reply.type(asset.type)
  return acceptsGzip(request) ? reply.header('content-encoding', 'gzip').send(asset.gzipped) : reply.send(asset.bytes)
}

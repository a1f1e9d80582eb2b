import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import { documentRoute } from './document-route.ts'
import type { Api } from './type-provider.ts'

/**
 * Describes all routes that are registered later, and shows the description at /docs.
 * @param version  of Homeostat
 */
export async function apiPages(api: Api, version: string): Promise<void> {
  await api.register(swagger, {
    openapi: { info: { title: 'Homeostat', version }, openapi: '3.1.0' },
    transform: documentRoute,
  })
  await api.register(swaggerUi, {
    routePrefix: '/docs',
    uiConfig: { tryItOutEnabled: true },
    theme: { title: 'Homeostat API', css: [{ filename: 'homeostat.css', content: '.swagger-ui .topbar { display: none }' }] },
  })
}

import { parseAllDocuments } from 'yaml'

export interface Manifest {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> }
  readonly spec?: Readonly<Record<string, unknown>>
  readonly data?: Readonly<Record<string, string>>
}

/** The objects of what `helm template` prints. */
export function manifestsOf(text: string): readonly Manifest[] {
  return parseAllDocuments(text)
    .map((document) => {
      if ('errors' in document && document.errors.length > 0) throw document.errors[0]
      return document.toJS()
    })
    .filter((object) => object !== null)
}

/** The schema of its kind in Kubernetes; every package has a class for it. @throws what does not fit it */
export async function validate(manifest: Manifest): Promise<void> {
  const models: Record<string, new (object: object) => { validate(): void }> = await import(
    `kubernetes-models/${manifest.apiVersion}`
  )
  new models[manifest.kind](manifest).validate()
}

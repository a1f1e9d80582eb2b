/** True for an error of Node that says that TLS did not come about: a certificate that is not trusted, or no TLS at all on one side. */
export function isTlsProblem(code: string | undefined, message: string): boolean {
  return (
    /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|EPROTO)/.test(code ?? '') || /certificate|SSL alert/i.test(message)
  )
}

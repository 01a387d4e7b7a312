# The program beside its engines: EventStoreDB and Postgres by URL (docker-compose.yml). The Postgres that an
# embedded start brings along, and the runtime that npm brings, are left out: this image has its own. The pages are built first.
FROM node:24.21.0-bookworm-slim AS pages
WORKDIR /app
COPY package.json package-lock.json ./
COPY web/package.json ./web/
RUN npm ci --ignore-scripts && npm cache clean --force
COPY web ./web
COPY scripts/build-web.ts ./scripts/
RUN npm run build

FROM node:24.21.0-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts && npm cache clean --force
# Half of what comes along is never opened: other weights of the tickets' fonts, other datasets, maps and types.
RUN cd node_modules \
  && find @fontsource -type f -path '*/files/*' ! -name '*[a-z]-[47]00-normal.woff' -delete \
  && find vega-datasets -type f ! -name movies.json ! -name package.json -delete \
  && find . -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' \) -delete

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
WORKDIR /app
RUN mkdir /data && chown node:node /data
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json LICENSE ./
COPY src ./src
COPY --from=pages /app/web/dist ./web/dist
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=12 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health/ready').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "--v8-pool-size=0", "--import=./src/compileCache.ts", "src/main.ts"]

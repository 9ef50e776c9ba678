import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { writeFile } from 'node:fs/promises';
import { AppModule } from './app.module.js';
import { describeApi } from './application.js';

/** Writes the OpenAPI document, from which the console's types are made: `npm run openapi`. Needs no services. */
const app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter(), {
  preview: true,
  logger: false,
});
await writeFile('apps/orchestrator/openapi.json', `${JSON.stringify(describeApi(app), null, 2)}\n`);

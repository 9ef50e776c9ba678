import 'reflect-metadata';
import { readConfig } from '#config';
import { writeFile } from 'node:fs/promises';
import { createApplication, describeApi } from './application.js';

/** Writes the OpenAPI document, from which the console's types are made: `npm run openapi`. Needs a database. */
const app = await createApplication(readConfig(process.env));
await writeFile('apps/orchestrator/openapi.json', `${JSON.stringify(describeApi(app), null, 2)}\n`);
await app.close();

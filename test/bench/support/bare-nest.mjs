// One route of a bare Nest on Fastify, as its documentation has it: a JSON body in, a JSON answer out, nothing else.
import 'reflect-metadata';
import { Body, Controller, HttpCode, Module, Param, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';

class Answers {
  answer(_exercise, _team, _task, { answer }) {
    return { correct: answer === 'right', points: 0 };
  }
}
const route = Object.getOwnPropertyDescriptor(Answers.prototype, 'answer');
Post('answers')(Answers.prototype, 'answer', route);
HttpCode(200)(Answers.prototype, 'answer', route);
['id', 'team', 'task'].forEach((name, at) => Param(name)(Answers.prototype, 'answer', at));
Body()(Answers.prototype, 'answer', 3);
Controller('api/v1/exercises/:id/teams/:team/tasks/:task')(Answers);

class Bare {}
Module({ controllers: [Answers] })(Bare);

const app = await NestFactory.create(Bare, new FastifyAdapter(), { logger: ['error'] });
await app.listen(0, '127.0.0.1');
process.send({ url: `http://127.0.0.1:${app.getHttpServer().address().port}` });

import { Module } from '@nestjs/common';
import { PeopleController } from './people.controller.js';
import { SignInController } from './sign-in.controller.js';

@Module({ controllers: [SignInController, PeopleController] })
export class AccountsModule {}

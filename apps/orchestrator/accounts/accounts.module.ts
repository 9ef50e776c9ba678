import { Module } from '@nestjs/common';
import { PeopleController } from './people.controller.js';
import { PurgeService } from './purge.service.js';
import { SignInController } from './sign-in.controller.js';

@Module({ controllers: [SignInController, PeopleController], providers: [PurgeService] })
export class AccountsModule {}

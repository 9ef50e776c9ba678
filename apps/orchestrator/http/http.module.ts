import { Global, Module } from '@nestjs/common';
import { Authenticator } from './auth.guard.js';

@Global()
@Module({ providers: [Authenticator], exports: [Authenticator] })
export class HttpModule {}

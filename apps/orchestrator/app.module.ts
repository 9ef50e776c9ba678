import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { AccountsModule } from './accounts/accounts.module.js';
import { ExercisesModule } from './exercises/exercises.module.js';
import { HealthController } from './health/health.controller.js';
import { HostsModule } from './hosts/hosts.module.js';
import { AuthGuard } from './http/auth.guard.js';
import { HttpModule } from './http/http.module.js';
import { IdempotencyInterceptor } from './http/idempotency.interceptor.js';
import { ProblemFilter } from './http/problem.filter.js';
import { ManualModule } from './manual/manual.module.js';
import { PlatformModule } from './platform/platform.module.js';
import { PoolsModule } from './pools/pools.module.js';
import { ScenariosModule } from './scenarios/scenarios.module.js';
import { SocketsModule } from './sockets/sockets.module.js';

@Module({
  imports: [
    PlatformModule,
    HttpModule,
    AccountsModule,
    ScenariosModule,
    ExercisesModule,
    ManualModule,
    SocketsModule,
    HostsModule,
    PoolsModule,
  ],
  controllers: [HealthController],
  providers: [
    { provide: APP_GUARD, useClass: AuthGuard },
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
  ],
})
export class AppModule {}

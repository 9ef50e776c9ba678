import { Module } from '@nestjs/common';
import { ExercisesController } from './exercises.controller.js';
import { ExpiryService } from './expiry.service.js';
import { ExercisesService } from './exercises.service.js';
import { RangesController } from './ranges.controller.js';
import { StandingsService } from './standings.service.js';
import { TasksController } from './tasks.controller.js';

@Module({
  providers: [ExercisesService, StandingsService, ExpiryService],
  controllers: [ExercisesController, RangesController, TasksController],
  exports: [ExercisesService],
})
export class ExercisesModule {}

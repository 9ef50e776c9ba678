import { Module } from '@nestjs/common';
import { ExercisesController } from './exercises.controller.js';
import { ExercisesService } from './exercises.service.js';
import { RangesController } from './ranges.controller.js';
import { StandingsService } from './standings.service.js';
import { TasksController } from './tasks.controller.js';

@Module({
  providers: [ExercisesService, StandingsService],
  controllers: [ExercisesController, RangesController, TasksController],
  exports: [ExercisesService],
})
export class ExercisesModule {}

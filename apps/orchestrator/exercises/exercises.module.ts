import { Module } from '@nestjs/common';
import { ClockController } from './clock.controller.js';
import { AnswersController } from './answers.controller.js';
import { ExercisesController } from './exercises.controller.js';
import { ExpiryService } from './expiry.service.js';
import { ExercisesService } from './exercises.service.js';
import { ReplaceScenarioController } from './replace-scenario.controller.js';
import { RangesController } from './ranges.controller.js';
import { LinksService } from '../networks/links.service.js';
import { NamesService } from './names.service.js';
import { RulesController } from './rules.controller.js';
import { StandingsController } from './standings.controller.js';
import { StandingsService } from './standings.service.js';
import { TasksController } from './tasks.controller.js';

@Module({
  providers: [ExercisesService, LinksService, StandingsService, NamesService, ExpiryService],
  controllers: [AnswersController, 
    ExercisesController,
    StandingsController,
    RulesController,
    ClockController,
    ReplaceScenarioController,
    RangesController,
    TasksController,
  ],
  exports: [LinksService, ExercisesService],
})
export class ExercisesModule {}

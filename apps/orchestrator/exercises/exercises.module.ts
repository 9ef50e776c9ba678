import { Module } from '@nestjs/common';
import { GradesController } from './grades.controller.js';
import { RosterController } from './roster.controller.js';
import { ScheduleController } from './schedule.controller.js';
import { ScheduleService } from './schedule.service.js';
import { ClockController } from './clock.controller.js';
import { AnswersController } from './answers.controller.js';
import { ExercisesController } from './exercises.controller.js';
import { ExpiryService } from './expiry.service.js';
import { ExercisesService } from './exercises.service.js';
import { ReplaceScenarioController } from './replace-scenario.controller.js';
import { RangesController } from './ranges.controller.js';
import { IntegrityController } from './integrity.controller.js';
import { IntegrityService } from './integrity.service.js';
import { LinksService } from '../networks/links.service.js';
import { MomentsController } from './moments.controller.js';
import { NamesService } from './names.service.js';
import { RulesController } from './rules.controller.js';
import { SnapshotKeeper } from './snapshot-keeper.service.js';
import { StandingsController } from './standings.controller.js';
import { StandingsService } from './standings.service.js';
import { TasksController } from './tasks.controller.js';
import { UpkeepController } from './upkeep.controller.js';
import { BracketsController } from './brackets.controller.js';

@Module({
  providers: [
    IntegrityService,
    ExercisesService,
    LinksService,
    StandingsService,
    NamesService,
    ExpiryService,
    ScheduleService,
    SnapshotKeeper,
  ],
  controllers: [
    IntegrityController,
    MomentsController,
    AnswersController,
    ExercisesController,
    StandingsController,
    RulesController,
    ClockController,
    ScheduleController,
    RosterController,
    GradesController,
    ReplaceScenarioController,
    RangesController,
    TasksController,
    UpkeepController,
    BracketsController,
  ],
  exports: [LinksService, ExercisesService, NamesService],
})
export class ExercisesModule {}

import { Module } from '@nestjs/common';
import { CatalogueService } from './catalogue.service.js';
import { ScenariosController } from './scenarios.controller.js';

@Module({ providers: [CatalogueService], controllers: [ScenariosController] })
export class ScenariosModule {}

import { Module } from '@nestjs/common';
import './abilities.js';

@Module({})
export class HomeModule {}

import type { World } from '../world/world.js';
import { emptySeed } from './empty-seed.js';

export function demoSeed(world: World): void {
  emptySeed(world);
}

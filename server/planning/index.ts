export { type PersonCapacity, readCapacity } from './read-capacity.js';
export { readReservePercent } from './office-hours.js';

export { playRobot, type RobotHands } from './play-robot.js';
export { robotFactOf } from './robot-fact.js';
export { robotsRoutes } from './robots-routes.js';
export { repairRobots } from './set-robots.js';

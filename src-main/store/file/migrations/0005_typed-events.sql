ALTER TABLE `activity` ADD `event_id` text;--> statement-breakpoint
ALTER TABLE `activity` ADD `event` text;--> statement-breakpoint
ALTER TABLE `activity` ADD `data` text;--> statement-breakpoint
ALTER TABLE `activity` ADD `actor` text;--> statement-breakpoint
CREATE UNIQUE INDEX `activity_by_event` ON `activity` (`event_id`) WHERE "event_id" IS NOT NULL;
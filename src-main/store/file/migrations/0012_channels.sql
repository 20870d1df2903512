CREATE TABLE `channels` (
	`channel_key` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`enabled` integer NOT NULL,
	`min_severity` text NOT NULL,
	`settings` text NOT NULL,
	`quiet_hours` text,
	`digest_at` text NOT NULL,
	`secret_sealed` text,
	`created_at` integer NOT NULL,
	`last_success_at` integer,
	`last_error` text,
	`failures` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `channels_id_unique` ON `channels` (`id`);--> statement-breakpoint
CREATE TABLE `outbox` (
	`outbox_key` integer PRIMARY KEY NOT NULL,
	`delivery_id` text NOT NULL,
	`channel_id` text NOT NULL,
	`incident_id` text,
	`event` text NOT NULL,
	`event_at` integer NOT NULL,
	`severity` text NOT NULL,
	`content` text,
	`state` text NOT NULL,
	`attempts` integer NOT NULL,
	`unclear` integer NOT NULL,
	`transmitting_at` integer,
	`sent_at` integer,
	`error` text,
	`ref` text,
	`digest_id` text
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_delivery_id_unique` ON `outbox` (`delivery_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_once` ON `outbox` (`channel_id`,`incident_id`,`event`,`event_at`);--> statement-breakpoint
CREATE INDEX `outbox_by_incident` ON `outbox` (`incident_id`);--> statement-breakpoint
CREATE INDEX `outbox_open` ON `outbox` (`outbox_key`) WHERE "state" IN ('waiting', 'held');
CREATE TABLE `incident_members` (
	`member_key` integer PRIMARY KEY NOT NULL,
	`incident_key` integer NOT NULL,
	`miner_id` text NOT NULL,
	`rule_id` text NOT NULL,
	`severity` text NOT NULL,
	`message` text NOT NULL,
	`since_at` integer NOT NULL,
	`left_at` integer,
	FOREIGN KEY (`incident_key`) REFERENCES `incidents`(`incident_key`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `incident_members_by_miner` ON `incident_members` (`incident_key`,`miner_id`,`rule_id`);--> statement-breakpoint
CREATE TABLE `incident_timeline` (
	`entry_key` integer PRIMARY KEY NOT NULL,
	`incident_key` integer NOT NULL,
	`at` integer NOT NULL,
	`event` text NOT NULL,
	`actor` text,
	`message` text,
	FOREIGN KEY (`incident_key`) REFERENCES `incidents`(`incident_key`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE INDEX `incident_timeline_by_incident` ON `incident_timeline` (`incident_key`);--> statement-breakpoint
CREATE TABLE `incidents` (
	`incident_key` integer PRIMARY KEY NOT NULL,
	`incident_id` text NOT NULL,
	`rule_id` text NOT NULL,
	`severity` text NOT NULL,
	`state` text NOT NULL,
	`title` text NOT NULL,
	`cause_kind` text NOT NULL,
	`cause_key` text NOT NULL,
	`since_at` integer NOT NULL,
	`opened_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	`acknowledged_at` integer,
	`acknowledged_by` text,
	`snoozed_until` integer,
	`resolved_at` integer,
	`hashrate_lost_hash` real NOT NULL,
	`unsteady` integer NOT NULL,
	`owed_event` text,
	`owed_at` integer,
	`notified_at` integer,
	`notified_miners` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `incidents_incident_id_unique` ON `incidents` (`incident_id`);--> statement-breakpoint
CREATE INDEX `open_incidents` ON `incidents` (`incident_key`) WHERE "resolved_at" IS NULL;--> statement-breakpoint
CREATE INDEX `resolved_incidents` ON `incidents` (`resolved_at`);--> statement-breakpoint
CREATE INDEX `incidents_by_cause` ON `incidents` (`cause_kind`,`cause_key`);--> statement-breakpoint
CREATE TABLE `maintenance` (
	`maintenance_key` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`query` text NOT NULL,
	`starts_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`reason` text NOT NULL,
	`rule_ids` text NOT NULL,
	`actor` text NOT NULL,
	`created_at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `maintenance_id_unique` ON `maintenance` (`id`);--> statement-breakpoint
CREATE TABLE `rules` (
	`rule_key` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`query` text NOT NULL,
	`for_seconds` integer NOT NULL,
	`clear_query` text,
	`clear_for_seconds` integer NOT NULL,
	`severity` text NOT NULL,
	`enabled` integer NOT NULL,
	`channels` text NOT NULL,
	`repeat_seconds` integer,
	`suggested_action` text
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `rules_id_unique` ON `rules` (`id`);
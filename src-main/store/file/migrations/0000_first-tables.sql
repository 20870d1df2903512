CREATE TABLE `activity` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`level` text NOT NULL,
	`miner_id` text,
	`message` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `activity_by_time` ON `activity` (`at`);--> statement-breakpoint
CREATE INDEX `activity_by_miner` ON `activity` (`miner_id`,`at`) WHERE "miner_id" IS NOT NULL;--> statement-breakpoint
CREATE TABLE `chain_chips` (
	`chain_snapshot_id` integer PRIMARY KEY NOT NULL,
	`frame` blob NOT NULL,
	FOREIGN KEY (`chain_snapshot_id`) REFERENCES `chain_snapshots`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE TABLE `chain_snapshots` (
	`id` integer PRIMARY KEY NOT NULL,
	`status_id` integer,
	`miner_key` integer,
	`recorded_at` integer,
	`chain_id` integer NOT NULL,
	`state` text,
	`state_description` text,
	`hashrate_hs` real,
	`hashrate_nominal_hs` real,
	`frequency_mhz` real,
	`voltage_v` real,
	`power_w` real,
	`pcb_temp_min_c` real,
	`pcb_temp_max_c` real,
	`chip_temp_min_c` real,
	`chip_temp_max_c` real,
	`water_inlet_temp_c` real,
	`water_outlet_temp_c` real,
	`hw_errors` integer,
	`chips_red` integer,
	`chips_orange` integer,
	`chips_grey` integer,
	FOREIGN KEY (`status_id`) REFERENCES `statuses`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`miner_key`) REFERENCES `miners`(`miner_key`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "whose_and_when" CHECK(("chain_snapshots"."miner_key" IS NULL) = ("chain_snapshots"."recorded_at" IS NULL)),
	CONSTRAINT "status_or_telemetry" CHECK("chain_snapshots"."status_id" IS NOT NULL OR "chain_snapshots"."miner_key" IS NOT NULL)
) STRICT;
--> statement-breakpoint
CREATE INDEX `chain_snapshots_by_status` ON `chain_snapshots` (`status_id`) WHERE "status_id" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `telemetry_by_miner` ON `chain_snapshots` (`miner_key`,`recorded_at`) WHERE "miner_key" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `telemetry_by_time` ON `chain_snapshots` (`recorded_at`) WHERE "recorded_at" IS NOT NULL;--> statement-breakpoint
CREATE TABLE `miners` (
	`miner_key` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`ip` text,
	`last_ip` text,
	`managed` integer NOT NULL,
	`nickname` text,
	`hostname` text,
	`model_alias` text,
	`firmware_name` text,
	`firmware_version` text,
	`api_key_sealed` text,
	`unlock_pass_sealed` text,
	`first_seen_at` integer NOT NULL,
	`last_seen_at` integer,
	`offline_since_at` integer,
	`latest_status_id` integer,
	`latest_pools` text,
	FOREIGN KEY (`latest_status_id`) REFERENCES `statuses`(`id`) ON UPDATE no action ON DELETE set null,
	CONSTRAINT "managed_is_boolean" CHECK("miners"."managed" IN (0, 1))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `miners_id_unique` ON `miners` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `miners_latest_status_id_unique` ON `miners` (`latest_status_id`);--> statement-breakpoint
CREATE TABLE `model_presets` (
	`model_alias` text NOT NULL,
	`position` integer NOT NULL,
	`name` text NOT NULL,
	`pretty` text,
	`power_w` real,
	`hashrate_hs` real,
	`status` text,
	`modded_psu_required` integer,
	PRIMARY KEY(`model_alias`, `position`),
	FOREIGN KEY (`model_alias`) REFERENCES `models`(`alias`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `models` (
	`alias` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`algorithm` text,
	`hr_measure` text,
	`chains` integer,
	`chips_per_chain` integer,
	`board_rows` text,
	`max_preset` text
) STRICT;
--> statement-breakpoint
CREATE TABLE `status_fans` (
	`status_id` integer NOT NULL,
	`position` integer NOT NULL,
	`fan_id` integer NOT NULL,
	`rpm` integer,
	`max_rpm` integer,
	`status` text,
	PRIMARY KEY(`status_id`, `position`),
	FOREIGN KEY (`status_id`) REFERENCES `statuses`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `statuses` (
	`id` integer PRIMARY KEY NOT NULL,
	`miner_key` integer NOT NULL,
	`recorded_at` integer NOT NULL,
	`state` text,
	`state_seconds` integer,
	`state_description` text,
	`failure_code` integer,
	`preset` text,
	`hashrate_hs` real,
	`hashrate_average_hs` real,
	`hashrate_nominal_hs` real,
	`hashrate_expected_hs` real,
	`power_w` real,
	`efficiency_j_per_th` real,
	`pcb_temp_max_c` real,
	`chip_temp_min_c` real,
	`chip_temp_max_c` real,
	`hw_error_percent` real,
	`fan_count` integer,
	`fan_duty_percent` real,
	`fan_rpm_max` integer,
	`cooling_mode` text,
	`pool_url` text,
	`pool_user` text,
	`throttled_percent` real,
	`uptime_s` integer,
	FOREIGN KEY (`miner_key`) REFERENCES `miners`(`miner_key`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE INDEX `statuses_by_miner` ON `statuses` (`miner_key`,`recorded_at`,`hashrate_hs`,`power_w`,`chip_temp_max_c`,`fan_duty_percent`);--> statement-breakpoint
CREATE INDEX `statuses_by_time` ON `statuses` (`recorded_at`);
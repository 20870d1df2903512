ALTER TABLE `miners` ADD `fans_turned` integer DEFAULT false NOT NULL;--> statement-breakpoint
UPDATE `miners` SET `fans_turned` = 1 WHERE EXISTS (
	SELECT 1 FROM `statuses` WHERE `statuses`.`miner_key` = `miners`.`miner_key` AND `statuses`.`fan_rpm_max` > 0
);

UPDATE `activity` SET `level` = 'error'
WHERE `level` = 'warning' AND `event` IN ('incident_opened', 'condition_began')
  AND CASE WHEN json_valid(`data`) THEN json_extract(`data`, '$.severity') = 'critical' END;

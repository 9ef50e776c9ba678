<?php
date_default_timezone_set('Asia/Ho_Chi_Minh');
$HOTLINE = '1900 0417';
$BANKS = ['sv' => 'Sen Việt', 'td' => 'Trống Đồng', 'cd' => 'Cánh Diều'];
$SECRET = parse_ini_file('/etc/kit/kit.ini');
$ADMIN_PASS = $SECRET['admin_password'];
$LOG = __DIR__ . '/luu-tam/nk_' . $SECRET['drop_name'] . '.csv';

<?php
// Cấu hình trang thư viện. (The site's settings.)
return [
    'du_lieu' => '/srv/thuvien/du-lieu/thuvien.db',
    'redis_may' => '127.0.0.1',
    'redis_cong' => 6379,
    'redis_mat_khau' => '', // để trống: không gửi mật khẩu (empty: sends no password)
];

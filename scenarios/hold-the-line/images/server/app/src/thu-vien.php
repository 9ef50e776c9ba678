<?php
declare(strict_types=1);

/** Một mục trong /etc/thuvien/config.php. */
function setting(string $name): string|int
{
    static $settings = null;
    $settings ??= require '/etc/thuvien/config.php';
    return $settings[$name];
}

/** Sổ sách của thư viện (SQLite); mở một lần cho mỗi yêu cầu. */
function db(): PDO
{
    static $db = null;
    if ($db === null) {
        $db = new PDO('sqlite:' . setting('du_lieu'), options: [
            PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
            PDO::ATTR_DEFAULT_FETCH_MODE => PDO::FETCH_ASSOC,
            PDO::ATTR_TIMEOUT => 5,
        ]);
    }
    return $db;
}

/** Các dòng của một câu lệnh SQL có tham số. */
function rows(string $sql, array $parameters = []): array
{
    $statement = db()->prepare($sql);
    $statement->execute($parameters);
    return $statement->fetchAll();
}

/** Redis giữ số thứ tự ở quầy và phiên đăng nhập của nhân viên. */
function queue(): Redis
{
    $redis = new Redis();
    $redis->connect((string) setting('redis_may'), (int) setting('redis_cong'), 2.0);
    if (setting('redis_mat_khau') !== '') {
        $redis->auth(setting('redis_mat_khau'));
    }
    return $redis;
}

/** Phiên làm việc, giữ trong Redis. Ai chỉ xem sách thì không cần. */
function open_session(): void
{
    if (session_status() === PHP_SESSION_ACTIVE) {
        return;
    }
    $auth = setting('redis_mat_khau') === '' ? '' : '&auth=' . rawurlencode((string) setting('redis_mat_khau'));
    ini_set('session.save_handler', 'redis');
    ini_set('session.save_path', 'tcp://' . setting('redis_may') . ':' . setting('redis_cong') . '?timeout=2' . $auth);
    session_start();
}

/** Chữ thường → HTML an toàn. */
function e(string|int $text): string
{
    return htmlspecialchars((string) $text, ENT_QUOTES | ENT_SUBSTITUTE, 'UTF-8');
}

/** Một trường của biểu mẫu hay của địa chỉ, luôn là chuỗi. */
function field(array $source, string $name): string
{
    $value = $source[$name] ?? '';
    return is_string($value) ? trim($value) : '';
}

/** Nhân viên đang đăng nhập, hoặc null. */
function current_staff(): ?array
{
    if (isset($_COOKIE[session_name()])) {
        open_session();
    }
    return $_SESSION['nhan_vien'] ?? null;
}

/** Chỉ nhân viên mới đi tiếp. */
function require_staff(): array
{
    $staff = current_staff();
    if ($staff === null) {
        header('Location: /dang-nhap.php', true, 303);
        exit;
    }
    return $staff;
}

/** Một bảng HTML; các ô là chữ thường. */
function table(array $heads, array $rows): string
{
    $cells = fn(array $row, string $tag) =>
        '<tr>' . implode('', array_map(fn($cell) => "<$tag>" . e($cell ?? '') . "</$tag>", $row)) . '</tr>';
    return '<table>' . $cells($heads, 'th') . implode("\n", array_map(fn($row) => $cells($row, 'td'), $rows)) . '</table>';
}

/** In cả trang. $body là HTML đã an toàn. */
function page(string $title, string $body): void
{
    $staff = current_staff();
    require __DIR__ . '/khung-trang.php';
}

set_exception_handler(function (Throwable $error): void {
    error_log((string) $error);
    http_response_code(503);
    echo '<p>Thư viện đang gặp trục trặc, mời quay lại sau ít phút. (Something is wrong, please come back soon.)</p>';
});

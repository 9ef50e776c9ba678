<?php
// Máy chủ kiểm kho (bản thử). Nhân viên kho nối vào bằng telnet để hỏi số tồn.
declare(strict_types=1);

const MAX_CLIENTS = 16;
const IDLE_SECONDS = 60;
const STOCK = ['TM01' => 35, 'TM02' => 120, 'TM03' => 8, 'TM04' => 64, 'TM05' => 41, 'TM06' => 200, 'TM07' => 150, 'TM08' => 12];

$settings = parse_ini_file('/etc/tramay/kho.ini');
if ($settings === false) {
    fwrite(STDERR, "kho: cannot read /etc/tramay/kho.ini\n");
    exit(1);
}
$server = stream_socket_server('tcp://0.0.0.0:' . $settings['port'], $code, $message);
if ($server === false) {
    fwrite(STDERR, "kho: cannot listen on port {$settings['port']}: $message\n");
    exit(1);
}

$banner = "KHO TRA MAY 0.3 - may chu kiem kho (ban thu, khong mo ra ngoai)\r\n"
    . "ma bao tri: {$settings['maintenance_code']}\r\n"
    . "go HELP de xem lenh\r\n";

function answer(string $line): ?string
{
    [$command, $argument] = array_pad(preg_split('/\s+/', strtoupper(trim($line)), 2), 2, '');
    return match ($command) {
        'HELP' => "HELP | LIST | STOCK <ma hang> | QUIT\r\n",
        'LIST' => implode(' ', array_keys(STOCK)) . "\r\n",
        'STOCK' => isset(STOCK[$argument]) ? "$argument: " . STOCK[$argument] . "\r\n" : "khong co ma hang nay\r\n",
        'QUIT' => null,
        default => "khong hieu lenh, go HELP\r\n",
    };
}

/** @var array<int, array{socket: resource, since: int, buffer: string}> $clients */
$clients = [];
while (true) {
    $readable = [$server, ...array_column($clients, 'socket')];
    $none = null;
    if (stream_select($readable, $none, $none, 5) === false) {
        exit(1);
    }
    foreach ($readable as $socket) {
        if ($socket === $server) {
            $accepted = @stream_socket_accept($server, 0);
            if ($accepted === false) {
                continue;
            }
            if (count($clients) >= MAX_CLIENTS) {
                fclose($accepted);
                continue;
            }
            stream_set_blocking($accepted, false);
            @fwrite($accepted, $banner);
            $clients[(int) $accepted] = ['socket' => $accepted, 'since' => time(), 'buffer' => ''];
            continue;
        }
        $id = (int) $socket;
        $read = @fread($socket, 512);
        $open = $read !== false && $read !== '' && strlen($clients[$id]['buffer']) < 1024;
        if ($open) {
            $clients[$id]['since'] = time();
            $clients[$id]['buffer'] .= $read;
            if (preg_match('/[^\t\r\n -~]/', $read) === 1) {
                @fwrite($socket, "chi nhan chu khong dau\r\n");
                $open = false;
            }
            while ($open && ($end = strpos($clients[$id]['buffer'], "\n")) !== false) {
                $line = substr($clients[$id]['buffer'], 0, $end);
                $clients[$id]['buffer'] = substr($clients[$id]['buffer'], $end + 1);
                $reply = answer($line);
                $open = $reply !== null && @fwrite($socket, $reply) !== false;
            }
        }
        if (!$open) {
            fclose($socket);
            unset($clients[$id]);
        }
    }
    foreach ($clients as $id => $client) {
        if (time() - $client['since'] > IDLE_SECONDS) {
            fclose($client['socket']);
            unset($clients[$id]);
        }
    }
}

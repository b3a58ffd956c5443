# Configuration of the servers below $home, from the settings; a part of `openstack`.

keystone_conf() { # name token-seconds
    mkdir -p "$home/$1"
    cat >"$home/$1/keystone.conf" <<END
[DEFAULT]
log_file = $home/log/$1.log
[database]
connection = sqlite:///$home/keystone.sqlite
[token]
expiration = $2
[fernet_tokens]
key_repository = $home/fernet-keys
[credential]
key_repository = $home/credential-keys
[identity]
# The least that bcrypt allows: the tests log in often.
password_hash_rounds = 4
[security_compliance]
password_expires_days = 30
END
}

glance_conf() {
    mkdir -p "$home/glance"
    # Glance reads it from the folder of its configuration; Debian's own is for root's eyes.
    local paste=/etc/glance/glance-api-paste.ini
    { cat "$paste" 2>/dev/null || sudo cat "$paste"; } >"$home/glance/glance-api-paste.ini"
    cat >"$home/glance/glance-api.conf" <<END
[DEFAULT]
bind_host = 127.0.0.1
bind_port = $GLANCE_PORT
workers = 2
log_file = $home/log/glance.log
delayed_delete = True
node_staging_uri = file://$home/staging
[database]
connection = sqlite:///$home/glance.sqlite
[glance_store]
stores = file
default_store = file
filesystem_store_datadir = $home/images
[keystone_authtoken]
auth_type = password
auth_url = http://127.0.0.1:$KEYSTONE_PORT
www_authenticate_uri = http://127.0.0.1:$KEYSTONE_PORT
username = glance
password = glance-secret
user_domain_name = Default
project_name = service
project_domain_name = Default
[paste_deploy]
flavor = keystone
[oslo_concurrency]
lock_path = $home/locks
END
}

# As Debian's own files have it, less the accounts, and with fewer processes.
uwsgi_ini() { # name wsgi-file processes
    mkdir -p "$home/$1"
    cat >"$home/$1/uwsgi.ini" <<END
[uwsgi]
plugins = python3
wsgi-file = $2
need-app = true
master = true
processes = $3
threads = 4
lazy-apps = true
enable-threads = true
thunder-lock = true
no-orphans = true
die-on-term = true
buffer-size = 65535
rem-header = Content-Length
listen = 100
chdir = $home
logto = $home/log/$1-server.log
END
}

configure() {
    keystone_conf keystone "$TOKEN_SECONDS"
    keystone_conf brief "$BRIEF_TOKEN_SECONDS"
    glance_conf
    local tls=$home/tls
    uwsgi_ini keystone /usr/bin/keystone-wsgi-public 2
    cat >>"$home/keystone/uwsgi.ini" <<END
http-socket = 127.0.0.1:$KEYSTONE_PORT
https-socket = 127.0.0.1:$KEYSTONE_CLIENT_PORT,$tls/identity.pem,$tls/identity.key,HIGH,!$tls/ca.pem
END
    uwsgi_ini brief /usr/bin/keystone-wsgi-public 1
    echo "http-socket = 127.0.0.1:$BRIEF_PORT" >>"$home/brief/uwsgi.ini"
    uwsgi_ini glance /usr/bin/glance-wsgi-api 2
    cat >>"$home/glance/uwsgi.ini" <<END
plugins = router_rewrite
route = ^$GLANCE_PREFIX(/.*)\$ rewrite:\$1
http-socket = 127.0.0.1:$GLANCE_PORT
https-socket = 127.0.0.1:$GLANCE_TLS_PORT,$tls/server.pem,$tls/server.key
https-socket = 127.0.0.1:$GLANCE_CLIENT_PORT,$tls/server.pem,$tls/server.key,HIGH,!$tls/ca.pem
add-header = Connection: close
http-chunked-input = true
http-raw-body = true
wsgi-manage-chunked-input = true
socket-timeout = 30
END
}

authority() { # name
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 7 -subj "/CN=test $1" \
        -addext keyUsage=critical,keyCertSign -keyout "$1.key" -out "$1.pem"
}

# One for this machine, as a server's and as a client's.
certificate() { # name days
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj '/CN=localhost' -keyout "$1.key" \
        -out "$1.csr"
    openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca.key -CAcreateserial -days "$2" -out "$1.pem" \
        -extfile <(echo 'subjectAltName = DNS:localhost, IP:127.0.0.1')
}

certificates() (
    cd "$home/tls"
    authority ca
    # Signs nothing.
    authority other
    certificate server 7
    certificate identity 5
    certificate client 3
)

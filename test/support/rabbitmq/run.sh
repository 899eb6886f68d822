#!/bin/sh
# Runs Erlang's name server and a broker until standard input closes; that it does in any case when whoever started this
# ends or is killed. Nothing is left behind, neither processes nor the folder. Usage: run.sh FOLDER
folder=$1
# Whoever stops a test with Ctrl-C or a time limit may reach this too; it still has to tidy up.
trap '' HUP INT TERM

setsid epmd -port "$ERL_EPMD_PORT" -address 127.0.0.1 </dev/null >/dev/null 2>&1 &
names=$!
# A broker that finds no name server starts one of its own, which would outlive it.
for _ in 1 2 3 4 5 6 7 8 9 10; do epmd -port "$ERL_EPMD_PORT" -names >/dev/null 2>&1 && break || sleep 0.2; done
setsid sh -c 'rabbitmq-server; echo "the broker ended"' </dev/null >"$folder/output" 2>&1 &
broker=$!

cat >/dev/null
# What the broker has on disk goes away: there is no need to end it gently.
kill -KILL "-$broker" "-$names" 2>/dev/null
wait
rm -rf "$folder"

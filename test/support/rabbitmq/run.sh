#!/bin/sh
# Runs Erlang's name server and a broker until standard input closes; that it does in any case when whoever started this
# ends or is killed. Nothing is left behind, neither processes nor the folder. Usage: run.sh FOLDER
folder=$1

setsid epmd -port "$ERL_EPMD_PORT" -address 127.0.0.1 </dev/null >/dev/null 2>&1 &
names=$!
setsid rabbitmq-server </dev/null >"$folder/output" 2>&1 &
broker=$!

cat >/dev/null
# What the broker has on disk goes away: there is no need to end it gently.
kill -KILL "-$broker" "-$names" 2>/dev/null
wait
rm -rf "$folder"

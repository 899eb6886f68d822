#!/usr/bin/env bash
# Stands in front of Terraform when cdktf runs it (TERRAFORM_BINARY_NAME). When cdktf is stopped, its terminal closes and
# Terraform would die at once, with what it made missing from the state and the state locked. Here it is asked to stop
# instead: it finishes what it is making, writes the state and gives the lock back.
(trap '' HUP && exec "${SIGNALBOX_TERRAFORM:-terraform}" "$@") <&0 &
terraform=$!
trap 'kill -TERM "$terraform"' HUP INT TERM
while kill -0 "$terraform" 2>/dev/null; do wait "$terraform"; code=$?; done
exit "${code:-1}"

write_policy() { start_of_zone ns1.uni.edu. >"$DIR/zones/policy"; start_of_zone ns1.uni.edu. >"$DIR/zones/policy.other"; }

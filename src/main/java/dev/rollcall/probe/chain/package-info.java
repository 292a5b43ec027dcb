/**
 * Certificate chains, judged as OpenSSL judges them for TLS servers.
 *
 * <p>The reference is {@code openssl verify -purpose sslserver -verify_hostname -partial_chain} at
 * security level 2. Nothing depends on the algorithms that the running Java allows, so that every
 * Java gives the same verdict. {@link dev.rollcall.probe.chain.ChainBuilder} finds the path, {@link
 * dev.rollcall.probe.chain.ChainRules} checks it, and {@link
 * dev.rollcall.probe.chain.StrengthPolicy} is the policy for keys and signatures. Sends nothing;
 * does not check revocation. Knows {@code model} only; {@code probe} turns a breach into a fault.
 */
@NullMarked
package dev.rollcall.probe.chain;

import org.jspecify.annotations.NullMarked;

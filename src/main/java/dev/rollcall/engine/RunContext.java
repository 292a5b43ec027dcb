package dev.rollcall.engine;

import dev.rollcall.model.FollowUp;
import dev.rollcall.model.Rule;
import dev.rollcall.plan.Ask;
import dev.rollcall.probe.TestMailRequest;
import dev.rollcall.probe.answer.SharedKey;
import dev.rollcall.probe.budget.CpuPermits;
import dev.rollcall.probe.certificate.TrustRoots;
import dev.rollcall.probe.login.Keyring;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What a site gives to every attempt.
 *
 * @param roots the trusted roots
 * @param bind the local address to send from, where the site file sets one
 * @param followUps how a follow-up of another protocol than the rule's is asked; empty if there is
 *     no such protocol
 * @param key what stand-ins must prove to hold, where the run has one
 * @param keyring the credentials of the run's rules
 * @param errand the test mail, if one was asked for
 * @param turns the permits to compute, and the memory for what is read
 */
public record RunContext(
    TrustRoots roots,
    Optional<InetAddress> bind,
    BiFunction<Rule, FollowUp, Optional<Ask<?>>> followUps,
    Optional<SharedKey> key,
    Keyring keyring,
    Optional<TestMailRequest> errand,
    CpuPermits turns) {}

package dev.rollcall.probe;

import dev.rollcall.probe.answer.SharedKey;
import dev.rollcall.probe.login.Access;
import java.net.InetAddress;
import java.util.Optional;

/**
 * What the site and the run give to a session.
 *
 * @param bind the local address to send from, where the site file sets one
 * @param key what stand-ins must prove to hold, where the run has one
 * @param access the credentials that it may show, if any
 * @param errand the test mail, if one was asked for
 */
public record Means(
    Optional<InetAddress> bind,
    Optional<SharedKey> key,
    Optional<Access> access,
    Optional<Errand> errand) {
  /** Nothing. */
  public static final Means NONE =
      new Means(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  Means from(Optional<InetAddress> address) {
    return new Means(address, key, access, errand);
  }

  Means withoutAccess() {
    return new Means(bind, key, Optional.empty(), Optional.empty());
  }
}

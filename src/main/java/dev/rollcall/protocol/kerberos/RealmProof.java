package dev.rollcall.protocol.kerberos;

import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.protocol.kerberos.message.ErrorCode;
import dev.rollcall.protocol.kerberos.message.KdcAnswer;
import dev.rollcall.protocol.kerberos.message.Principal;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a KDC serves a realm. That it does not know a principal proves nothing: some KDCs say so
 * of every realm, and repeat the asker's own. The principal of the realm's ticket-granting service
 * is known to every KDC of the realm and to no other; it is asked about like any client, without a
 * password. A referral to another realm proves as little.
 */
final class RealmProof {
  private final Session session;
  private final String realm;

  RealmProof(Session session, String realm) {
    this.session = session;
    this.realm = realm;
  }

  /**
   * Whether the KDC refers the client to another realm (RFC 6806 §7), as a forest's does for an
   * account of another domain. It answers for the realm that was asked, which is still to be
   * proven. A note names the account's realm.
   */
  boolean refers(KdcAnswer.Refused refused) {
    Optional<String> other = refused.clientRealm().filter(name -> !name.equalsIgnoreCase(realm));
    if (refused.code().number() != ErrorCode.WRONG_REALM
        || !refused.realm().equalsIgnoreCase(realm)
        || other.isEmpty()) {
      return false;
    }
    session.observe(
        new Observation.Note(
            "the KDC refers to the realm "
                + session.quotes().name(other.get())
                + " for this account: clients must reach that realm's KDCs too"));
    return true;
  }

  /**
   * Asks about krbtgt, in the form of RFC 4120 §7.3 and as Active Directory names the account.
   *
   * @throws ProbeException UNEXPECTED, if the KDC knows neither
   */
  void seek() throws IOException, ProbeException {
    List<Principal> keepers =
        List.of(Principal.krbtgt(realm), new Principal(Principal.NT_PRINCIPAL, List.of("krbtgt")));
    for (Principal keeper : keepers) {
      try {
        KdcAnswer answer = new KdcExchange(new AsRequest(realm, keeper)).ask(session);
        if (!(answer instanceof KdcAnswer.Refused refused)
            || ErrorCode.provesClient(refused.code().number())) {
          return;
        }
        if (refused.code().number() != ErrorCode.CLIENT_UNKNOWN) {
          throw KdcRefusal.ofPath(realm, refused);
        }
      } catch (SocketTimeoutException e) {
        session.concern(
            Concern.Kind.UNPROVEN,
            "the KDC does not know the principal, and gave no answer about krbtgt/"
                + realm
                + ": that it serves this realm is not proven");
        return;
      }
    }
    throw ProbeException.of(
        FaultKind.UNEXPECTED,
        "the KDC does not know krbtgt/"
            + realm
            + ", which every KDC of the realm "
            + realm
            + " knows: it does not serve this realm"
            + (realm.equals(realm.toUpperCase(Locale.ROOT))
                ? ""
                : " (a realm's name is mostly written in capitals)"),
        Clue.WRONG_SITE_VALUE);
  }
}

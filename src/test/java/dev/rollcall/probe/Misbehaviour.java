package dev.rollcall.probe;

import java.util.Arrays;
import java.util.List;

/** What a server, or the path to it, does wrong; the list that every protocol is held against. */
public enum Misbehaviour {
  /** A reset answers the SYN; for UDP an ICMP port unreachable. */
  REFUSED,
  /** The SYN is answered by nothing: the listener's backlog is full. */
  DROPPED,
  /** Accepts, takes everything, never answers. */
  SILENT,
  /** Closes in order as soon as it has accepted. */
  CLOSES_AT_ACCEPT,
  /** Resets as soon as it has accepted. */
  RESETS_AT_ACCEPT,
  /** Answers bytes of no protocol, terminal sequences and line ends among them, then is silent. */
  GARBAGE,
  /** Sends one line that never ends. */
  ENDLESS_LINE,
  /** Sends one byte, and again one, several within an attempt's time. */
  DRIP,
  /** Sends lines without end. */
  FLOOD,
  /** Closes in order when the first bytes have come. */
  CLOSES_AFTER_PAYLOAD,
  /** Resets when the first bytes have come. */
  RESETS_AFTER_PAYLOAD,
  TLS_SILENT,
  TLS_CLOSES_AT_ACCEPT,
  TLS_RESETS_AT_ACCEPT,
  TLS_GARBAGE,
  TLS_ENDLESS_LINE,
  TLS_DRIP,
  TLS_FLOOD,
  TLS_CLOSES_AFTER_PAYLOAD,
  TLS_RESETS_AFTER_PAYLOAD;

  /** Whether it is done inside of a TLS session that was opened well. */
  public boolean insideTls() {
    return name().startsWith("TLS_");
  }

  /** The same without TLS. */
  public Misbehaviour plain() {
    return insideTls() ? valueOf(name().substring(4)) : this;
  }

  /** Those outside of TLS, over TCP. */
  public static List<Misbehaviour> plainOnes() {
    return Arrays.stream(values()).filter(each -> !each.insideTls()).toList();
  }

  /** Those that exist over UDP. */
  public static List<Misbehaviour> overUdp() {
    return List.of(REFUSED, SILENT, GARBAGE);
  }
}

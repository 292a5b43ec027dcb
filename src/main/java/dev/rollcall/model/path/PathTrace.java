package dev.rollcall.model.path;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How far requests to an address get: connection requests, or datagrams for UDP. It was found with
 * requests that may pass one router, two routers and so on (time to live; hop limit with IPv6): the
 * router at which such a request ends answers with its own address.
 *
 * @param hops what answered at each distance that was asked, nearest first
 * @param controlPort another port of the same address, asked in the same way; 0 if none was
 * @param control what answered there
 * @param finding what the answers prove
 * @param sentence the finding for a reader, or how far a search came that had to end; may be empty
 */
public record PathTrace(
    List<Hop> hops, int controlPort, List<Hop> control, Finding finding, String sentence) {

  /**
   * What answered at one distance.
   *
   * @param distance the number of routers that the request may reach: 1 is the nearest
   * @param router the address of the router that answered; empty for silence
   */
  public record Hop(int distance, Optional<String> router) {
    public Hop {
      Objects.requireNonNull(router);
    }
  }

  /** What the answers prove. */
  public enum Finding {
    /** Not even the nearest router answered. */
    FIRST_HOP_SILENT,
    /** A router answered, and nothing behind it. */
    LOST_BEHIND_ROUTER,
    /**
     * UDP only: a router answered, and nothing behind it. That proves no loss: a service need not
     * answer.
     */
    DELIVERY_UNKNOWN,
    /** As one of the two above, and requests to another port get further. */
    THIS_PORT_ONLY,
    /** Requests get to the last router before the destination, or to the destination's network. */
    LOST_AT_DESTINATION,
    /** Large packets get as far as a router, and small ones further. */
    LARGE_LOST_BEHIND_ROUTER,
    /** An ICMP message says who rejects. */
    REJECTED_BY,
    /** A reset came from nearer than the destination. */
    RESET_ON_THE_WAY,
    /** The answers contradict each other or were too few; nothing is claimed. */
    NONE,
    /** The search cannot run on this system; the sentence says why. */
    NOT_AVAILABLE
  }

  public PathTrace {
    hops = List.copyOf(hops);
    control = List.copyOf(control);
    Objects.requireNonNull(finding);
    Objects.requireNonNull(sentence);
  }
}

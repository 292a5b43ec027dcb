package dev.rollcall.probe.budget;

/**
 * What all attempts of one destination have computed: how long permits were held, and how much, in
 * nanoseconds. Guarded by the lock of its {@link CpuPermits}.
 */
final class CpuShare {
  long allowed;
  long computed;
  long held;
  int holders;
  long sinces;

  /** How long permits were held; those that are held now are counted too. */
  long held(long now) {
    return held + holders * now - sinces;
  }
}

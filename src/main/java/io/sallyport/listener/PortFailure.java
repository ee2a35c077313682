package io.sallyport.listener;

/** Why a document's port cannot be had as it says. */
public record PortFailure(int port, String found, String allowed) {}
